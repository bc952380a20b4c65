package io.peerz.node.gateway;

import io.peerz.inference.route.Explanation;

/**
 * A route of now or of a session that ended, and why it was chosen.
 *
 * @param sessionId empty for a route of now
 * @param problem why there is no route, or empty
 */
public record ExplainedRoute(
    String sessionId,
    long chosenAtSeconds,
    RouteChoice choice,
    Explanation explanation,
    String problem) {}
