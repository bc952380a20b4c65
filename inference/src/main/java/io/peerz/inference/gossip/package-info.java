/**
 * How nodes tell each other, and clients that listen, who serves what now: signed notices that
 * spread from node to node. Only what registered nodes signed counts; nobody is asked twice.
 */
package io.peerz.inference.gossip;
