// Creates over REST what a test starts from: users, conversations and messages.
export interface Person {
  id: string;
  username: string;
  password: string;
  token: string;
}

let count = 0;

export class Api {
  constructor(private readonly url: string) {}

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : {}) as T;
  }

  async person(name: string, displayName = name): Promise<Person> {
    const username = name.toLowerCase();
    const password = `the password of ${username}`;
    const reply = await this.call<{ user: { id: string }; access_token: string }>('POST', '/register', {
      username,
      password,
      display_name: displayName,
    });
    return { id: reply.user.id, username, password, token: reply.access_token };
  }

  async direct(from: Person, to: Person) {
    const reply = await this.call<{ conversation: { id: string } }>('PUT', `/direct/${to.id}`, undefined, from.token);
    return reply.conversation.id;
  }

  async group(by: Person, title: string, others: readonly Person[], label?: string) {
    const group = { title, ...(label && { label }), members: others.map((person) => person.id) };
    const reply = await this.call<{ conversation: { id: string } }>('POST', '/conversations', group, by.token);
    return reply.conversation.id;
  }

  async send(from: Person, conversation: string, body: string, replyTo?: number) {
    const message = { client_id: `test-${++count}`, body, ...(replyTo && { reply_to: replyTo }) };
    const path = `/conversations/${conversation}/messages`;
    const reply = await this.call<{ message: { seq: number } }>('POST', path, message, from.token);
    return reply.message.seq;
  }
}
