// Gives each part of the server its options from the configuration. Pure functions; any thread.
#pragma once

#include <string>
#include <vector>

#include <parley/api/client_config.hpp>
#include <parley/app/configuration.hpp>
#include <parley/features/presence/module.hpp>
#include <parley/features/sign_in/module.hpp>
#include <parley/hub/hub.hpp>
#include <parley/net/http_listener.hpp>
#include <parley/net/websocket_endpoint.hpp>

namespace parley {

HubOptions hub_options(const Configuration& configuration);
// Returns the function that makes frames for clients of JSON texts, as the hub does for events.
EncodeText client_encoder(const Configuration& configuration);
// REQUIRES: `keys` is not empty.
SignInOptions sign_in_options(const Configuration& configuration, std::vector<SigningKey> keys);
ClientConfig client_config(const Configuration& configuration, bool registration_open);
WebSocketEndpointOptions websocket_options(const Configuration& configuration);
// The options of the listener for the operator, and of the public one.
HttpListenerOptions internal_options(const Configuration& configuration);
HttpListenerOptions http_options(const Configuration& configuration);

}  // namespace parley
