option(PARLEY_TESTS "Build the tests" ON)
option(PARLEY_FUZZ "Build the libFuzzer targets" OFF)
option(PARLEY_BENCH "Build the benchmark programs" OFF)
option(PARLEY_WS_ECHO "Build the loopback-only /api/ws-echo endpoint for the Autobahn suite" OFF)
set(PARLEY_SANITIZERS "" CACHE STRING "Sanitizers to build with, as in -fsanitize=")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_EXE_LINKER_FLAGS_INIT "-fuse-ld=lld")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_library(parley_options INTERFACE)
target_compile_options(parley_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wunused -Wimplicit-fallthrough
  -Wswitch-enum -Wextra-semi -Wrange-loop-analysis -Wconversion -Wno-sign-conversion -Werror)
target_compile_definitions(parley_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  PARLEY_VERSION="${PROJECT_VERSION}" $<$<BOOL:${PARLEY_WS_ECHO}>:PARLEY_WS_ECHO>)
if(PARLEY_SANITIZERS)
  target_compile_options(parley_options INTERFACE -fsanitize=${PARLEY_SANITIZERS} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(parley_options INTERFACE -fsanitize=${PARLEY_SANITIZERS})
endif()
