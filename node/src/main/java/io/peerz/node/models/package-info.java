/**
 * Models between machines: what a folder holds is offered file by file, and taken by layers.
 */
package io.peerz.node.models;
