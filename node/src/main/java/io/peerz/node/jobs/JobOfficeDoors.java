package io.peerz.node.jobs;

import io.peerz.finetune.blob.BlobStore;
import io.peerz.finetune.market.RoundMarket;
import io.peerz.inference.wire.NodeAddress;
import java.nio.file.Path;

/**
 * What a job office works with.
 *
 * @param folder its own data
 * @param files uploaded data sets
 * @param blobs where a job's data is served from
 * @param blobAddress who serves that
 * @param market what the chain says of jobs
 * @param desk posts and cancels
 * @param prices what nodes ask and what the wallet holds
 */
public record JobOfficeDoors(
    Path folder,
    FileShelf files,
    BlobStore blobs,
    NodeAddress blobAddress,
    RoundMarket market,
    JobPoster desk,
    MarketPrices prices) {}
