/** Both sides of the court by program: a node answers accusations, an auditor raises them. */
package io.peerz.node.court;
