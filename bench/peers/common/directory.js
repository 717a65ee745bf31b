// The users and their rooms, in memory: a workload creates them for each run, and measures only messages.
import { randomUUID } from 'node:crypto'
import { Room } from './room.js'

export class Directory {
  #users = new Map() // by token
  #rooms = new Map() // by id
  #roomsOf = new Map() // by user id

  // Answers the REST calls of the benchmark's client. Returns the reply's body, or nothing if the path does not exist.
  answer(path, token, request) {
    if (path === '/api/dev/token') return this.#addUser(request.username)
    if (path === '/api/conversations') return this.#addRoom(this.user(token), request)
  }

  user(token) {
    const user = this.#users.get(token)
    if (!user) throw new Error('unauthenticated')
    return user
  }

  // Returns the rooms of the user, with the rev of each.
  roomsOf(user) {
    return this.#roomsOf.get(user.id)
  }

  // Returns a room of which the user is a member.
  room(user, id) {
    const room = this.#rooms.get(id)
    if (!room?.members.has(user.id)) throw new Error('not_found')
    return room
  }

  #addUser(username) {
    const user = { id: randomUUID(), username }
    const access_token = randomUUID()
    this.#users.set(access_token, user)
    this.#roomsOf.set(user.id, [])
    return { user, access_token }
  }

  #addRoom(creator, { title, members }) {
    const room = new Room(randomUUID(), title, [creator.id, ...members])
    this.#rooms.set(room.id, room)
    for (const member of room.members) this.#roomsOf.get(member).push(room)
    return { conversation: describe(room) }
  }
}

// Returns what a client that says hello needs to know of its rooms.
export function syncReply(rooms) {
  return { sync: { added: rooms.map((room) => ({ conversation: describe(room) })) } }
}

function describe(room) {
  return { id: room.id, title: room.title, rev: room.seq }
}
