// Defines the socket type that the server uses. Its executor is the loop's concrete type, without type erasure. Each
// socket belongs to one connection and is used on that connection's loop only.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <parley/base/task.hpp>

namespace parley {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

}  // namespace parley
