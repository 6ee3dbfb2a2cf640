/** An SMTP server of its own process, so that what is measured beside it does not share its time: prints its address, then a line a second with how many mails it took. */
import { smtpSink } from '#tests/support/smtp-sink.ts';

const sink = await smtpSink({ keepSource: false });
console.log(sink.url);
let taken = 0;
setInterval(() => {
  taken += sink.mails.length;
  sink.mails.length = 0;
  console.log(String(taken));
}, 20);
process.on('disconnect', () => process.exit());
