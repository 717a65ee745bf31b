// A conversation: its members and the order of its messages. This process owns it, so a counter here numbers them.
export class Room {
  #order = Promise.resolve() // fulfilled once all messages so far have been announced

  constructor(id, title, members) {
    this.id = id
    this.title = title
    this.members = new Set(members)
    this.seq = 0
  }

  // Returns the next message, with its number.
  next(sender, { client_id, body }) {
    const seq = ++this.seq
    const created_at = new Date().toISOString()
    return { conversation: this.id, seq, rev: seq, sender, client_id, kind: 'text', body, created_at }
  }

  // Stores a message, acknowledges it, and announces it in its turn: inserts run at the same time, but all members get the
  // messages in the order of their numbers.
  send(store, sender, request, acknowledge, announce) {
    const sending = this.#send(this.#order, store, this.next(sender, request), acknowledge, announce)
    this.#order = sending.catch(() => {})
    return sending
  }

  async #send(before, store, message, acknowledge, announce) {
    try {
      await store.insert(message)
      acknowledge(message)
    } finally {
      await before
    }
    announce(message)
  }
}
