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
package io.github.camelseedance.media;

import io.github.camelseedance.api.http.AddressRefusedException;
import io.github.camelseedance.api.http.Redaction;
import io.github.camelseedance.media.AttemptOutcome.Again;
import io.github.camelseedance.media.AttemptOutcome.Refused;

import org.apache.hc.core5.http.ConnectionClosedException;

import java.io.InterruptedIOException;
import java.security.cert.CertificateException;
import java.util.concurrent.CancellationException;

import javax.net.ssl.SSLPeerUnverifiedException;

/** What a broken connection, or one that never came to be, means for the download. */
final class Breakage {
    private Breakage() {}

    /**
     * The outcome of an attempt that has failed below HTTP.
     *
     * @param progress how far the video had come
     */
    static AttemptOutcome outcome(Throwable failure, String progress) {
        AddressRefusedException address = find(failure, AddressRefusedException.class);
        if (address != null) {
            return new Refused(
                    "the name " + address.getMessage(), DownloadAdvice.NOT_A_VIDEO, 0, failure);
        }
        if (find(failure, CertificateException.class) != null
                || find(failure, SSLPeerUnverifiedException.class) != null) {
            return new Refused(
                    "the host's certificate is not trusted: " + text(failure),
                    "If it is meant, name a truststore with sslContextParameters",
                    0,
                    failure);
        }
        if (failure instanceof CancellationException || failure instanceof IllegalStateException) {
            return closed(failure);
        }
        String after = " after " + progress;
        if (failure instanceof InterruptedIOException) {
            return again(
                    "the host was silent for too long" + after + ": " + text(failure), failure);
        }
        if (failure instanceof ConnectionClosedException) {
            return again("the connection was closed" + after, failure);
        }
        return again("the connection broke" + after + ": " + text(failure), failure);
    }

    /** The outcome where no more work is taken. */
    static AttemptOutcome closed(Throwable cause) {
        return new Refused(
                "the HTTP client or its pool has been stopped", DownloadAdvice.AGAIN, 0, cause);
    }

    private static AttemptOutcome again(String problem, Throwable failure) {
        return new Again(problem, 0, null, failure);
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : Redaction.text(failure.getMessage());
    }

    private static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
