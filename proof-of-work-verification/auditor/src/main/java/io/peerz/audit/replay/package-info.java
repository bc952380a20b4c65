/** Does the work of a receipt again and says whether the receipt was true. */
package io.peerz.audit.replay;
