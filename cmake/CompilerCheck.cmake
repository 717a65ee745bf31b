# GCC before 13 destroys capturing lambdas and aggregate temporaries inside a co_await expression twice: the program
# compiles and then uses freed memory. Refusing it here is kinder than debugging that.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR "GCC ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines (temporaries in co_await expressions "
    "are destroyed twice). Use clang 19 (cmake --preset debug) or GCC 13 and later.")
endif()
