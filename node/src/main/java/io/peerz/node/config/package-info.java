/**
 * Settings from flag, environment, file and default, each with its origin; the only place that
 * reads them.
 */
package io.peerz.node.config;
