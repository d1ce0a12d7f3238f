/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.api.http;

import io.github.camelseedance.api.SeedanceException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** Says in words why a call got no answer, and what to do about it. */
final class CallFailure {
    private CallFailure() {}

    /**
     * The exception for a call without an answer.
     *
     * @param what what was asked for, in words: "Creating a task"
     * @param taskId the task that is meant, or null
     */
    static SeedanceException exception(String what, URI base, String taskId, Throwable failure) {
        return new SeedanceException(
                what + " failed: " + describe(base, failure) + ". " + advice(failure),
                taskId,
                failure);
    }

    /** Where, and what happened. */
    static String describe(URI base, Throwable failure) {
        String where = base.getHost() + ":" + AddressPolicy.port(base);
        if (failure instanceof HttpCalls.DeadlineException) {
            return "from " + where + " " + failure.getMessage();
        }
        return where + ": " + cause(failure);
    }

    private static String cause(Throwable failure) {
        String text = Redaction.text(failure.getMessage());
        if (failure instanceof AddressRefusedException) {
            return text;
        }
        if (failure instanceof UnknownHostException) {
            return "the name could not be resolved";
        }
        if (closed(failure)) {
            return "the HTTP client was closed";
        }
        return failure.getClass().getSimpleName() + (text == null ? "" : ": " + text);
    }

    private static String advice(Throwable failure) {
        if (failure instanceof AddressRefusedException) {
            return "Nothing was sent.";
        }
        if (closed(failure)) {
            return "The component is stopping: call again when it runs.";
        }
        if (failure instanceof UnknownHostException) {
            return "Check baseUrl and the name service.";
        }
        if (failure instanceof ConnectionRequestTimeoutException) {
            return "All connections were in use for the whole time: raise maxConnections.";
        }
        if (failure instanceof ConnectTimeoutException || failure instanceof ConnectException) {
            return "Check baseUrl, the network and the proxy settings, and that the service is up.";
        }
        if (failure instanceof SSLException) {
            return "Check the trust store (sslContextParameters) and the proxy settings.";
        }
        return "It may pass: try again later.";
    }

    /** What a closed timer, a closed client and its closed pool throw. */
    private static boolean closed(Throwable failure) {
        return failure instanceof RejectedExecutionException
                || failure instanceof IllegalStateException;
    }
}
