#include <iostream>

#include "echo_server.hpp"

int main() {
  echo::Server server;
  std::cout << "ready at http://127.0.0.1:" << server.port() << std::endl;
  server.run();
}
