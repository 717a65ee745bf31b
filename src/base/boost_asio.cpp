// Compiles Asio's own code once (BOOST_ASIO_SEPARATE_COMPILATION) and changes where it allocates the state of a
// descriptor. Asio never frees these small objects; it reuses the object of a closed connection for the next one.
// Allocated one by one they would be scattered among the memory of the connections, and after many connections have
// closed at once they would keep nearly all of those pages in use. Here they are allocated next to each other.
#include <memory_resource>

#include <boost/asio/detail/epoll_reactor.hpp>

namespace boost::asio::detail {
namespace {

constexpr std::size_t kStatesPerPiece = 1024;

// Returns the memory that all loops share; any thread. It is never destroyed, since a loop may be destroyed after all
// other static objects.
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
