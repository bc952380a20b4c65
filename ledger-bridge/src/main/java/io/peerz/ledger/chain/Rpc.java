package io.peerz.ledger.chain;

import io.peerz.proof.error.ErrorCode;
import io.peerz.proof.error.PeerzException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import tools.jackson.core.JacksonException;

/** JSON-RPC over HTTP with bounds on time and size; every failure becomes one of our own. */
final class Rpc implements AutoCloseable {
  private static final long MAX_ANSWER_BYTES = 32L << 20;

  private final URI uri;
  private final OkHttpClient http;
  private final HttpService service;
  private final Web3j web3j;

  Rpc(URI uri, Duration callTimeout) {
    this.uri = uri;
    this.http =
        new OkHttpClient.Builder()
            .callTimeout(callTimeout)
            .connectTimeout(callTimeout)
            .readTimeout(callTimeout)
            .writeTimeout(callTimeout)
            .addInterceptor(Rpc::bounded)
            .build();
    this.service = new HttpService(uri.toString(), http, false);
    this.web3j = Web3j.build(service);
  }

  private static okhttp3.Response bounded(Interceptor.Chain chain) throws IOException {
    okhttp3.Response response = chain.proceed(chain.request());
    ResponseBody body = response.peekBody(MAX_ANSWER_BYTES + 1);
    if (body.contentLength() > MAX_ANSWER_BYTES) {
      response.close();
      throw new IOException("the answer is larger than " + MAX_ANSWER_BYTES + " bytes");
    }
    response.close();
    return response.newBuilder().body(body).build();
  }

  Web3j web3j() {
    return web3j;
  }

  HttpService service() {
    return service;
  }

  /** Asks and returns the whole answer, or throws what the node replied instead. */
  <R extends Response<?>> R ask(Request<?, R> request) throws RpcRefusal {
    R response;
    try {
      response = request.send();
    } catch (IOException | ClientConnectionException | JacksonException e) {
      throw unreachable(e);
    }
    if (response.hasError()) {
      throw new RpcRefusal(response.getError().getMessage(), response.getError().getData());
    }
    return response;
  }

  /** As {@link #ask} for questions to which a refusal means that this is not a usable node. */
  <R extends Response<?>> R require(Request<?, R> request) {
    try {
      return ask(request);
    } catch (RpcRefusal e) {
      throw new PeerzException(
          ErrorCode.CHAIN_UNREACHABLE,
          "the chain at " + uri + " refused " + request.getMethod() + ": " + e.getMessage(),
          e);
    }
  }

  PeerzException unreachable(Exception e) {
    return new PeerzException(
        ErrorCode.CHAIN_UNREACHABLE,
        "no answer from the chain at "
            + uri
            + " ("
            + e.getMessage()
            + "); start it or correct the URL",
        e);
  }

  @Override
  public void close() {
    web3j.shutdown();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
