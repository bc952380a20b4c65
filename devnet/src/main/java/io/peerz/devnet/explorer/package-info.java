/** The explorer's server: the pages, the index behind them, and doors to the chain and the API. */
package io.peerz.devnet.explorer;
