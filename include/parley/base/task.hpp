// Defines the coroutine types. A coroutine runs on one event loop from start to end. The executor is a concrete type,
// so that no step pays for type erasure.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <parley/base/error.hpp>

namespace parley {

namespace asio = boost::asio;

using Executor = asio::io_context::executor_type;
inline constexpr asio::use_awaitable_t<Executor> use_awaitable{};

// A coroutine that returns a T and cannot fail.
template <class T>
using Awaitable = asio::awaitable<T, Executor>;

// A coroutine that returns a T or an Error.
template <class T>
using Task = Awaitable<Result<T>>;

// `co_await this_loop` returns the executor of the loop on which the caller runs.
inline constexpr asio::this_coro::executor_t this_loop{};

}  // namespace parley
