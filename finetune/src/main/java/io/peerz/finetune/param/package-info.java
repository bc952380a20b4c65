/**
 * Named float arrays in plain Java: what an optimiser steps, an update carries and an adapter
 * stores.
 */
package io.peerz.finetune.param;
