package ai.preloop.api.gateway;

import ai.preloop.activities.gateway.ModelCalls;

/** What all interfaces of models stand on. */
record GatewayEdge(
    GatewayEntrance entrance,
    RequestBodies bodies,
    ModelCalls calls,
    ModelListing models,
    Departures departures) {}
