const form = document.querySelector('#sign-in');
const notice = document.querySelector('#notice');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  notice.hidden = true;
  const { email, password } = Object.fromEntries(new FormData(form));
  const response = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-eventpost-dashboard': '1' },
    body: JSON.stringify({ email, password }),
  });
  if (response.ok) {
    location.assign('/');
    return;
  }
  const { errors } = await response.json();
  notice.textContent = errors[0].message;
  notice.hidden = false;
});
