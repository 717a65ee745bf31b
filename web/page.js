// A plain chat page over the live protocol: enough for two people in two windows. State is what the server said, by
// conversation; a higher rev wins; a reconnecting socket says where it stands and is told what it missed.
const find = (selector) => document.querySelector(selector);
const state = { me: null, token: null, epoch: null, conversations: new Map(), current: null, socket: null, waiting: new Map(),
  nextId: 1, attempts: 0, pending: [] };

async function rest(method, path, body) {
  const headers = body ? { 'Content-Type': 'application/json' } : {};
  if (state.token) headers.Authorization = `Bearer ${state.token}`;
  const response = await fetch(`/api${path}`, { method, headers, body: body && JSON.stringify(body) });
  const reply = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(reply.errors?.map((e) => `${e.field}: ${e.detail}`).join(' ') || reply.detail);
  return reply;
}

function signedIn(reply) {
  state.me = reply.user;
  state.token = reply.access_token;
  find('#sign-in').hidden = true;
  find('#chat').hidden = false;
  find('#me').textContent = `Signed in as ${reply.user.username}`;
  const early = new Date(reply.access_expires_at) - Date.now() - 60_000;
  setTimeout(renewToken, Math.max(early, 5_000));
}

async function renewToken() {
  if (!state.me) return;
  try {
    signedIn(await rest('POST', '/refresh', {}));
    if (state.socket?.readyState === WebSocket.OPEN) call('auth.refresh', { token: state.token }).catch(() => {});
  } catch {
    setTimeout(renewToken, 10_000);
  }
}

// ---- the live connection ----

function connect() {
  const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/ws`, 'parley.v1');
  state.socket = socket;
  socket.onopen = hello;
  socket.onmessage = (message) => receive(JSON.parse(message.data));
  socket.onclose = (event) => {
    for (const { reject } of state.waiting.values()) reject(new Error('The connection was lost.'));
    state.waiting.clear();
    if (!state.me) return;
    if (event.code === 4410) return signOut();
    find('#connection').textContent = 'Reconnecting…';
    const most = Math.min(30_000, 1_000 * 2 ** state.attempts++);
    setTimeout(async () => {
      if (event.code === 4401) await renewToken();
      connect();
    }, Math.random() * most);
  };
}

async function hello() {
  const conversations = {};
  for (const [id, { rev, read_seq }] of state.conversations) conversations[id] = { rev, read_seq };
  const reply = await call('hello', { token: state.token, client: 'page/1', conversations, ...(state.epoch && { epoch: state.epoch }) });
  state.attempts = 0;
  find('#connection').textContent = '';
  let sync = reply.sync;
  applySync(sync);
  while (sync.next) applySync(sync = await call('sync', { epoch: state.epoch, conversations, next: sync.next }));
  for (const params of state.pending) submit(params);
  draw();
}

function call(op, params) {
  return new Promise((resolve, reject) => {
    const id = state.nextId++;
    state.waiting.set(id, { resolve, reject });
    state.socket.send(JSON.stringify({ id, op, params }));
  });
}

function receive(message) {
  if (message.event) return applyEvent(message);
  const waiting = state.waiting.get(message.id);
  state.waiting.delete(message.id);
  if (message.error) waiting?.reject(new Error(message.error.detail));
  else waiting?.resolve(message.result);
}

// ---- what the server said ----

function adopt(summary, messages = []) {
  const known = state.conversations.get(summary.conversation.id);
  state.conversations.set(summary.conversation.id, { ...summary.conversation, read_seq: summary.read_seq,
    members: new Map(summary.members.map((member) => [member.user, member])),
    messages: new Map([...(known?.messages ?? []), ...messages.map((message) => [message.seq, message])]), complete: false });
}

function applySync(sync) {
  if (state.epoch && sync.epoch !== state.epoch) state.conversations.clear();
  state.epoch = sync.epoch;
  for (const summary of sync.added) adopt(summary);
  for (const { summary, messages } of sync.reset) { state.conversations.delete(summary.conversation.id); adopt(summary, messages); }
  for (const changes of sync.changes) applyChanges(changes);
  for (const id of sync.gone) state.conversations.delete(id);
  for (const cursor of sync.cursors) moveCursor(cursor);
  if (state.current) openConversation(state.current);
}

function applyChanges({ conversation: id, rev, properties, members, messages }) {
  const conversation = state.conversations.get(id);
  if (!conversation) return;
  if (properties) Object.assign(conversation, properties);
  for (const member of members) applyMember(conversation, member);
  for (const message of messages) applyMessage(conversation, message);
  conversation.rev = Math.max(conversation.rev, rev);
}

function applyMessage(conversation, message) {
  if ((conversation.messages.get(message.seq)?.rev ?? 0) < message.rev) conversation.messages.set(message.seq, message);
  conversation.last_seq = Math.max(conversation.last_seq, message.seq);
  if (message.sender === state.me.id) {
    conversation.read_seq = Math.max(conversation.read_seq, message.seq);
    state.pending = state.pending.filter((sent) => sent.client_id !== message.client_id);
  }
}

function applyMember(conversation, member) {
  if (member.left_at) conversation.members.delete(member.user);
  else conversation.members.set(member.user, member);
}

function moveCursor({ conversation: id, read_seq }) {
  const conversation = state.conversations.get(id);
  if (conversation) conversation.read_seq = Math.max(conversation.read_seq, read_seq);
}

function applyEvent({ event, conversation: id, rev, data }) {
  const conversation = state.conversations.get(id);
  if (event === 'conversation.added') adopt(data);
  else if (event === 'conversation.removed') state.conversations.delete(data.conversation);
  else if (event === 'conversation.changes') applyChanges(data);
  else if (event === 'receipt') moveCursor(data);
  else if (event === 'typing') showTyping(id, data);
  else if (conversation && event.startsWith('message.')) applyMessage(conversation, data);
  else if (conversation && event.startsWith('member.')) applyMember(conversation, data);
  else if (conversation && event === 'conversation.updated') Object.assign(conversation, data);
  if (conversation && rev) conversation.rev = Math.max(conversation.rev, rev);
  draw();
}

// ---- what is shown ----

const nameOf = (conversation, user) => conversation.members.get(user)?.display_name ?? 'Somebody';
const titleOf = (conversation) => conversation.title ||
  [...conversation.members.values()].filter((member) => member.user !== state.me.id).map((member) => member.display_name).join(', ');

function element(tag, className, ...content) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

function draw() {
  const byActivity = (a, b) => (b.last_message_at ?? b.created_at).localeCompare(a.last_message_at ?? a.created_at);
  find('#conversations').replaceChildren(...[...state.conversations.values()].sort(byActivity).map((conversation) => {
    const unread = conversation.last_seq - conversation.read_seq;
    const item = element('li', '', titleOf(conversation), ...(unread > 0 ? [element('b', '', String(unread))] : []));
    item.setAttribute('aria-current', conversation.id === state.current);
    item.onclick = () => openConversation(conversation.id);
    return item;
  }));
  drawThread();
}

function drawThread() {
  const conversation = state.conversations.get(state.current);
  for (const control of find('#send').elements) control.disabled = !conversation;
  find('#title').textContent = conversation ? titleOf(conversation) : 'Choose a conversation';
  const messages = conversation ? [...conversation.messages.values()].sort((a, b) => a.seq - b.seq) : [];
  const pending = state.pending.filter((sent) => sent.conversation === state.current);
  const list = find('#messages');
  list.replaceChildren(
    ...messages.map((message) => {
      const className = `${message.sender === state.me.id ? 'own' : ''} ${message.deleted_at ? 'deleted' : ''}`;
      const when = new Date(message.created_at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
      return element('li', className, element('small', '', `${nameOf(conversation, message.sender)} · ${when}`),
        message.deleted_at ? 'Deleted' : message.body);
    }),
    ...pending.map((sent) => element('li', 'own pending', element('small', '', sent.failed ?? 'Sending…'), sent.body)));
  list.lastElementChild?.scrollIntoView();
  if (conversation && document.hasFocus() && conversation.last_seq > conversation.read_seq) markRead(conversation);
}

function markRead(conversation) {
  conversation.read_seq = conversation.last_seq;
  call('receipt.send', { conversation: conversation.id, read: conversation.last_seq }).catch(() => {});
}

async function openConversation(id) {
  state.current = id;
  const conversation = state.conversations.get(id);
  if (conversation && !conversation.complete) {
    conversation.complete = true;
    const { messages } = await call('message.list', { conversation: id, limit: 100 });
    for (const message of messages) applyMessage(conversation, message);
  }
  draw();
  find('#send textarea').focus();
}

let typingTimer;
function showTyping(id, { user, expires_ms }) {
  if (id !== state.current) return;
  clearTimeout(typingTimer);
  find('#typing').textContent = expires_ms > 0 ? `${nameOf(state.conversations.get(id), user)} is typing…` : '';
  typingTimer = setTimeout(() => { find('#typing').textContent = ''; }, expires_ms);
}

// ---- what the user does ----

async function submit(params) {
  try {
    await call('message.send', params);
  } catch (error) {
    // A lost connection leaves it pending: it is sent again, with the same client_id, after the next hello.
    const sent = state.pending.find((one) => one.client_id === params.client_id);
    if (sent && state.socket.readyState === WebSocket.OPEN) sent.failed = error.message;
  }
  draw();
}

find('#sign-in').onsubmit = async (event) => {
  event.preventDefault();
  const fields = new FormData(event.target);
  try {
    const credentials = { username: fields.get('username'), password: fields.get('password'), cookie: true };
    signedIn(await rest('POST', `/${event.submitter?.value ?? 'login'}`, credentials));
    connect();
  } catch (error) {
    find('#sign-in-error').textContent = error.message;
  }
};

find('#open').onsubmit = async (event) => {
  event.preventDefault();
  const input = event.target.elements.username;
  const { users } = await call('user.search', { q: input.value.trim() }).catch(() => ({ users: [] }));
  const user = users.find((one) => one.username.toLowerCase() === input.value.trim().toLowerCase());
  input.setCustomValidity(user ? '' : 'There is no such user.');
  if (!input.reportValidity()) return;
  const summary = await call('direct.open', { user: user.id });
  if (!state.conversations.has(summary.conversation.id)) adopt(summary);
  input.value = '';
  openConversation(summary.conversation.id);
};
find('#open').oninput = (event) => event.target.setCustomValidity('');

find('#send').onsubmit = (event) => {
  event.preventDefault();
  const body = event.target.elements.body.value;
  if (!body.trim()) return;
  const params = { conversation: state.current, client_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, body };
  state.pending.push(params);
  event.target.reset();
  submit(params);
  draw();
};
find('#send').onkeydown = (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  find('#send').requestSubmit();
};
let lastTyping = 0;
find('#send').oninput = () => {
  if (Date.now() - lastTyping < 3_000) return;
  lastTyping = Date.now();
  call('typing.set', { conversation: state.current, active: true }).catch(() => {});
};

async function signOut() {
  await rest('POST', '/logout', {}).catch(() => {});
  location.reload();
}
find('#sign-out').onclick = signOut;
window.onfocus = () => state.me && drawThread();

rest('POST', '/refresh', {}).then((reply) => { signedIn(reply); connect(); }, () => find('#sign-in input').focus());
