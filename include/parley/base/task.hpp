// Coroutines. A task runs on one event loop; the executor is a concrete type, so that nothing is type-erased per step.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <parley/base/error.hpp>

namespace parley {

namespace asio = boost::asio;

using Executor = asio::io_context::executor_type;
inline constexpr asio::use_awaitable_t<Executor> use_awaitable{};

// A coroutine that cannot fail.
template <class T>
using Awaitable = asio::awaitable<T, Executor>;

// A coroutine that gives a T or an Error.
template <class T>
using Task = Awaitable<Result<T>>;

// The executor of the loop that the caller runs on.
inline constexpr asio::this_coro::executor_t this_loop{};

}  // namespace parley
