// A chat server on Bun, whose WebSocket server and topics are uWebSockets in C++. It keeps messages in memory only, so
// it shows what sending alone can reach.
import { Directory, syncReply } from '../common/directory.js'

const directory = new Directory()

const operations = {
  hello(socket, id, { token }) {
    socket.data.user = directory.user(token)
    const rooms = directory.roomsOf(socket.data.user)
    reply(socket, id, syncReply(rooms))
    for (const room of rooms) socket.subscribe(room.id)
  },

  'message.send'(socket, id, request) {
    const room = directory.room(socket.data.user, request.conversation)
    const message = room.next(socket.data.user.id, request)
    reply(socket, id, { message, duplicate: false })
    // Sends to all in the room, the sender as well.
    const event = { event: 'message.created', conversation: room.id, rev: message.rev, data: message }
    server.publish(room.id, JSON.stringify(event))
  },

  'typing.set'(socket, id, { conversation }) {
    const room = directory.room(socket.data.user, conversation)
    reply(socket, id, {})
    const data = { user: socket.data.user.id, expires_ms: 6000 }
    socket.publish(room.id, JSON.stringify({ event: 'typing', conversation, data })) // to all but itself
  },
}

function reply(socket, id, result) {
  socket.send(JSON.stringify({ id, result }))
}

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,

  async fetch(request, self) {
    const { pathname } = new URL(request.url)
    if (pathname === '/api/ws') {
      return self.upgrade(request, { data: {} }) ? undefined : new Response('', { status: 400 })
    }
    const token = request.headers.get('authorization')?.replace('Bearer ', '')
    const answer = directory.answer(pathname, token, await request.json())
    return answer ? Response.json(answer) : new Response('', { status: 404 })
  },

  websocket: {
    perMessageDeflate: false,
    message(socket, text) {
      const { id, op, params } = JSON.parse(text)
      try {
        operations[op](socket, id, params)
      } catch (error) {
        socket.send(JSON.stringify({ id, error: { code: error.message } }))
      }
    },
  },
})
console.log(`ready at http://127.0.0.1:${server.port}`)
