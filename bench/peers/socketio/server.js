// A chat server on Socket.IO with its Redis adapter, as for several nodes, and with messages in PostgreSQL.
import { createAdapter } from '@socket.io/redis-adapter'
import { createClient } from 'redis'
import { Server } from 'socket.io'
import { Directory, syncReply } from '../common/directory.js'
import { createHttpServer, listen } from '../common/http.js'
import { Store } from '../common/store.js'

const directory = new Directory()
const store = await Store.open(process.env.DATABASE_URL)
const publisher = createClient({ url: process.env.REDIS_URL })
const subscriber = publisher.duplicate()
await Promise.all([publisher.connect(), subscriber.connect()])

const http = createHttpServer(directory)
const io = new Server(http, {
  adapter: createAdapter(publisher, subscriber),
  transports: ['websocket'],
  serveClient: false,
})

io.on('connection', (socket) => {
  // The acknowledgement carries the error if anything fails.
  const on = (operation, handle) =>
    socket.on(operation, async (request, reply) => {
      try {
        await handle(request, reply)
      } catch (error) {
        reply({ error: error.message })
      }
    })

  on('hello', ({ token }, reply) => {
    socket.data.user = directory.user(token)
    const rooms = directory.roomsOf(socket.data.user)
    reply(syncReply(rooms))
    return socket.join(rooms.map((room) => room.id))
  })

  on('message.send', (request, reply) => {
    const room = directory.room(socket.data.user, request.conversation)
    return room.send(
      store,
      socket.data.user.id,
      request,
      (message) => reply({ message, duplicate: false }),
      (data) => io.to(room.id).emit('message.created', { conversation: room.id, rev: data.rev, data }),
    )
  })

  on('typing.set', ({ conversation }, reply) => {
    const room = directory.room(socket.data.user, conversation)
    reply({})
    socket.to(room.id).emit('typing', { conversation, data: { user: socket.data.user.id, expires_ms: 6000 } })
  })
})
listen(http)
