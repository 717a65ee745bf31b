// A chat server on the package ws, with messages in PostgreSQL.
import { WebSocketServer } from 'ws'
import { Directory, syncReply } from '../common/directory.js'
import { createHttpServer, listen } from '../common/http.js'
import { Store } from '../common/store.js'

const directory = new Directory()
const store = await Store.open(process.env.DATABASE_URL)
const sockets = new Map() // of each room id, those that follow it

const operations = {
  hello(socket, id, { token }) {
    socket.user = directory.user(token)
    const rooms = directory.roomsOf(socket.user)
    reply(socket, id, syncReply(rooms))
    for (const room of rooms) follow(socket, room.id)
  },

  'message.send'(socket, id, request) {
    const room = directory.room(socket.user, request.conversation)
    return room.send(
      store,
      socket.user.id,
      request,
      (message) => reply(socket, id, { message, duplicate: false }),
      (data) => broadcast(room, { event: 'message.created', conversation: room.id, rev: data.rev, data }),
    )
  },

  'typing.set'(socket, id, { conversation }) {
    const room = directory.room(socket.user, conversation)
    reply(socket, id, {})
    const data = { user: socket.user.id, expires_ms: 6000 }
    broadcast(room, { event: 'typing', conversation: room.id, data }, socket)
  },
}

function follow(socket, room) {
  if (!sockets.has(room)) sockets.set(room, new Set())
  const followers = sockets.get(room)
  followers.add(socket)
  socket.on('close', () => followers.delete(socket))
}

function reply(socket, id, result) {
  socket.send(JSON.stringify({ id, result }))
}

// Encodes an event once and sends it to all in the room except one.
function broadcast(room, event, except) {
  const text = Buffer.from(JSON.stringify(event))
  for (const socket of sockets.get(room.id)) {
    if (socket !== except) socket.send(text, { binary: false })
  }
}

async function take(socket, text) {
  const { id, op, params } = JSON.parse(text)
  try {
    await operations[op](socket, id, params)
  } catch (error) {
    socket.send(JSON.stringify({ id, error: { code: error.message } }))
  }
}

const http = createHttpServer(directory)
const server = new WebSocketServer({ server: http, path: '/api/ws' })
server.on('connection', (socket) => socket.on('message', (text) => take(socket, text)))
listen(http)
