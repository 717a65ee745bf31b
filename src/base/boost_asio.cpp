// Asio's own code, compiled once (BOOST_ASIO_SEPARATE_COMPILATION), but for where it keeps what it knows of a
// descriptor. It never gives these pieces back: a connection that has gone leaves its own to the next one. Each made by
// itself would lie between the memory of the connections and, when many of these go at once, hold nearly all of their
// pages. So they lie beside each other.
#include <memory_resource>

#include <boost/asio/detail/epoll_reactor.hpp>

namespace boost::asio::detail {
namespace {

constexpr std::size_t kStatesPerPiece = 1024;

// Of all loops; any thread. Never ended, since a loop may be the last thing that is.
std::pmr::memory_resource& descriptor_memory() {
  static auto& memory = *new std::pmr::synchronized_pool_resource(
      std::pmr::pool_options{kStatesPerPiece, sizeof(epoll_reactor::descriptor_state)});
  return memory;
}

}  // namespace

template <>
epoll_reactor::descriptor_state* object_pool_access::create<epoll_reactor::descriptor_state, bool>(bool locking) {
  using State = epoll_reactor::descriptor_state;
  return new (descriptor_memory().allocate(sizeof(State), alignof(State))) State(locking);
}

template <>
void object_pool_access::destroy<epoll_reactor::descriptor_state>(epoll_reactor::descriptor_state* state) {
  using State = epoll_reactor::descriptor_state;
  state->~State();
  descriptor_memory().deallocate(state, sizeof(State), alignof(State));
}

}  // namespace boost::asio::detail

#include <boost/asio/impl/src.hpp>
