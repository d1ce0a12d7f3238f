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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;

/** Collects an answer of bounded length. */
final class AnswerConsumer extends AbstractBinResponseConsumer<Answer> {
    /** Longest JSON answer; a batch of 50 tasks stays far below. */
    static final int MAX_BODY = 4 * 1024 * 1024;

    /** How much of an error page is read. */
    static final int MAX_ERROR_BODY = 64 * 1024;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private HttpResponse head;

    @Override
    protected synchronized void start(HttpResponse response, ContentType contentType) {
        head = response;
    }

    @Override
    protected int capacityIncrement() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected synchronized void data(ByteBuffer source, boolean endOfStream) throws IOException {
        int limit = head.getCode() < 400 ? MAX_BODY : MAX_ERROR_BODY;
        byte[] bytes = new byte[Math.min(source.remaining(), limit - body.size())];
        source.get(bytes);
        body.write(bytes, 0, bytes.length);
        if (source.hasRemaining()) {
            throw new IOException("the answer is longer than " + limit + " bytes");
        }
    }

    @Override
    protected synchronized Answer buildResult() {
        return new Answer(head, body.toByteArray(), true);
    }

    /**
     * The error that had begun to arrive when the exchange broke, or null: its status is known, and
     * that is what counts.
     */
    synchronized Answer brokenError() {
        return head == null || head.getCode() < 400
                ? null
                : new Answer(head, body.toByteArray(), false);
    }

    @Override
    public void releaseResources() {
        // holds nothing but memory
    }
}
