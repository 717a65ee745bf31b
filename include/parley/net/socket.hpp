// The one socket type: its executor is the loop's own, not type-erased.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <parley/base/task.hpp>

namespace parley {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

}  // namespace parley
