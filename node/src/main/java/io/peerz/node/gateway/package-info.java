/** The job desk: a funded request becomes a paid session over a route. */
package io.peerz.node.gateway;
