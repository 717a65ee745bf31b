// Node's HTTP server with the REST calls of the benchmark's client. A WebSocket server uses its upgrade event.
import { createServer } from 'node:http'

export function createHttpServer(directory) {
  return createServer(async (request, response) => {
    const pieces = []
    for await (const piece of request) pieces.push(piece)
    try {
      const token = request.headers.authorization?.replace('Bearer ', '')
      const reply = directory.answer(request.url, token, JSON.parse(Buffer.concat(pieces)))
      respond(response, reply ? 200 : 404, reply ?? {})
    } catch (error) {
      respond(response, 400, { error: error.message })
    }
  })
}

function respond(response, status, reply) {
  const body = JSON.stringify(reply)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

// Listens on a free port and prints it in the form that the benchmark expects.
export function listen(server) {
  server.listen(0, '127.0.0.1', 1024, () => console.log(`ready at http://127.0.0.1:${server.address().port}`))
}
