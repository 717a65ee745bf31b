// Messages in PostgreSQL, through node-postgres: a pool of connections, one prepared statement.
import pg from 'pg'

const kSchema = `
  CREATE TABLE messages (
    conversation uuid NOT NULL,
    seq bigint NOT NULL,
    sender uuid NOT NULL,
    client_id text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (conversation, seq)
  )`

const kInsert = {
  name: 'insert-message',
  text: `INSERT INTO messages (conversation, seq, sender, client_id, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
}

export class Store {
  #pool

  static async open(url) {
    const store = new Store()
    store.#pool = new pg.Pool({ connectionString: url, max: 16 })
    await store.#pool.query(kSchema)
    return store
  }

  // The message is committed when this promise is fulfilled.
  insert({ conversation, seq, sender, client_id, body, created_at }) {
    return this.#pool.query({ ...kInsert, values: [conversation, seq, sender, client_id, body, created_at] })
  }
}
