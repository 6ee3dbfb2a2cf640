const REFRESH_MS = 5000;
const $ = (selector) => document.querySelector(selector);
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayTime = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const RISKS = { ON_TIME: ['on time', 'good'], AT_RISK: ['at risk', 'warn'], WILL_MISS: ['will miss', 'bad'] };

async function call(path, method = 'GET', body = undefined) {
  const response = await fetch(path, {
    method,
    headers: { 'x-eventpost-dashboard': '1', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.status === 401) location.assign('/sign-in');
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.errors?.[0]?.message ?? 'That did not work.');
  return answer;
}

async function act(work) {
  $('#notice').hidden = true;
  try {
    await work();
    await refresh();
  } catch (error) {
    $('#notice').textContent = error.message;
    $('#notice').hidden = false;
  }
}

function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (className !== undefined) node.className = className;
  return node;
}

function at(iso) {
  if (iso === null) return '–';
  const moment = new Date(iso);
  return (Math.abs(moment - Date.now()) < 20 * 3_600_000 ? time : dayTime).format(moment);
}

function span(ms) {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const text = minutes < 120 ? `${minutes} min` : minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
  return ms < 0 ? `${text} late` : text;
}

function fill(table, rows, empty) {
  const body = $(`${table} tbody`);
  body.replaceChildren(...rows.map((cells) => {
    const row = element('tr');
    row.append(...cells.map((cell) => (cell instanceof Node ? cell : element('td', cell))));
    return row;
  }));
  if (rows.length > 0) return;
  const cell = element('td', empty, 'empty');
  cell.colSpan = $(`${table} thead tr`).children.length;
  const row = element('tr');
  row.append(cell);
  body.append(row);
}

function showFigures({ counts, predictedMisses, nextSendAt }) {
  const figures = [
    ['Scheduled', counts.scheduled], ['Waiting', counts.waiting], ['Next send', at(nextSendAt)],
    ['Misses ahead', predictedMisses, predictedMisses > 0 ? 'bad' : ''], ['Failed', counts.failed, counts.failed > 0 ? 'bad' : ''],
    ['Uncertain', counts.uncertain, counts.uncertain > 0 ? 'warn' : ''], ['Sent', counts.sent], ['Expired', counts.expired], ['Withdrawn', counts.withdrawn],
  ];
  $('#figures').replaceChildren(...figures.map(([label, value, className]) => {
    const box = element('div', undefined, className);
    box.append(element('dt', label), element('dd', String(value)));
    return box;
  }));
}

function showWindows({ windows, quota }) {
  $('#windows').replaceChildren(...windows.map(({ max, used, name, resetsAt }) => {
    const box = element('div', undefined, 'window');
    const line = element('p');
    line.append(element('span', `${used} of ${max} this ${name}`), element('span', `resets ${at(resetsAt)}`, 'soft'));
    const meter = document.createElement('meter');
    Object.assign(meter, { min: 0, max, low: max * 0.8, high: max * 0.95, optimum: 0, value: used });
    meter.setAttribute('aria-label', `${used} of ${max} mails used this ${name}`);
    box.append(line, meter);
    return box;
  }));
  if (windows.length === 0) $('#windows').append(element('p', 'Unlimited.', 'soft'));
  if (document.activeElement !== $('#quota')) $('#quota').value = quota;
}

function showBurnDown(hours) {
  const width = 560, height = 150, base = 126, step = width / hours.length;
  const top = Math.max(1, ...hours.map(({ sent }) => sent));
  const bars = hours.map(({ hour, sent }, index) => {
    const tall = (sent / top) * 104;
    const label = index % 6 === 0 ? `<text x="${index * step + 2}" y="${height - 6}">${time.format(new Date(hour))}</text>` : '';
    return `<rect x="${index * step + 2}" y="${base - tall}" width="${step - 4}" height="${tall}" rx="2"><title>${sent} in the hour from ${time.format(new Date(hour))}</title></rect>${label}`;
  });
  $('#burn-down').innerHTML = `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Mails sent per hour, at most ${top}"><text x="2" y="12">${top}</text><line x1="0" y1="${base}" x2="${width}" y2="${base}"/>${bars.join('')}</svg>`;
}

function showTables({ next, attention, sent, audit }) {
  fill('#next', next.map((mail) => {
    const [word, className] = RISKS[mail.risk];
    return [mail.title, mail.to, at(mail.dueAt), at(mail.deadline), at(mail.estimatedSendAt), element('td', word, className)];
  }), 'Nothing is pending.');
  fill('#failed', attention.map((mail) => {
    const button = element('button', 'Retry');
    button.addEventListener('click', () => act(() => call(`/api/notifications/${mail.id}/retry`, 'POST')));
    const cell = element('td');
    cell.append(button);
    return [mail.title, mail.to, element('td', mail.state.toLowerCase(), mail.state === 'FAILED' ? 'bad' : 'warn'), element('td', mail.reason ?? '–', 'reason'), at(mail.at), cell];
  }), 'Nothing failed.');
  $('#retry-all').hidden = attention.length === 0;
  fill('#sent', sent.map((mail) => [mail.title, mail.to, at(mail.sentAt), span(new Date(mail.deadline) - new Date(mail.sentAt))]), 'Nothing was sent yet.');
  fill('#audit', audit.map((entry) => [at(entry.at), entry.who, entry.what]), 'Nothing yet.');
}

async function refresh() {
  const overview = await call('/api/overview');
  const state = $('#state');
  state.textContent = overview.paused ? `Paused: ${overview.pauseReason}` : 'Sending';
  state.className = `pill ${overview.paused ? 'warn' : 'good'}`;
  $('#pause').hidden = overview.paused;
  $('#resume').hidden = !overview.paused;
  showFigures(overview);
  showWindows(overview);
  showBurnDown(overview.sentByHour);
  showTables(overview);
}

$('#pause').addEventListener('click', () => $('#pause-dialog').showModal());
$('#pause-dialog').addEventListener('close', () => {
  if ($('#pause-dialog').returnValue === 'pause') void act(() => call('/api/pause', 'POST', { reason: $('#reason').value }));
});
$('#resume').addEventListener('click', () => act(() => call('/api/resume', 'POST')));
$('#retry-all').addEventListener('click', () => act(() => call('/api/retry-failed', 'POST')));
$('#quota-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void act(() => call('/api/quota', 'POST', { quota: $('#quota').value }));
});
$('#sign-out').addEventListener('click', async () => {
  await call('/api/session', 'DELETE');
  location.assign('/sign-in');
});

await act(() => Promise.resolve());
setInterval(() => void act(() => Promise.resolve()), REFRESH_MS);
