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
package io.github.camelseedance;

import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.api.Violation;
import io.github.camelseedance.api.http.TaskIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/** Which task a message means: the body says it, else the header. */
final class TaskReference {
    private static final Pattern ID = Pattern.compile(TaskIds.PATTERN);

    /** A longer body is no id, and is not read: it may be a whole video. */
    private static final int LONGEST = 256;

    private TaskReference() {}

    /**
     * The id of the task.
     *
     * @throws SeedanceInvalidRequestException when neither body nor header name one
     */
    static String taskId(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.getBody() instanceof VideoTask task) {
            return task.id();
        }
        String text = text(message);
        if (text != null && ID.matcher(text).matches()) {
            return text;
        }
        String header = message.getHeader(SeedanceConstants.TASK_ID, String.class);
        if (header != null && ID.matcher(header).matches()) {
            return header;
        }
        Object useless = header != null ? header : text != null ? text : message.getBody();
        throw new SeedanceInvalidRequestException(
                List.of(
                        Violation.shape(
                                "task_id",
                                Shown.value(useless),
                                "name a task: a VideoTask or its id as the body, or its id in the"
                                        + " header "
                                        + SeedanceConstants.TASK_ID)));
    }

    private static String text(Message message) {
        Object body = message.getBody();
        if (body instanceof InputStream && !(body instanceof StreamCache)) {
            body = message.getBody(StreamCache.class);
            message.setBody(body);
        }
        if (body instanceof StreamCache cache) {
            return cache.length() > LONGEST ? null : text(cache);
        }
        if (body instanceof byte[] bytes) {
            return bytes.length > LONGEST ? null : text(bytes);
        }
        return body instanceof String string ? string.strip() : null;
    }

    private static String text(StreamCache cache) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            cache.reset();
            cache.writeTo(bytes);
            cache.reset();
            return text(bytes.toByteArray());
        } catch (IOException e) {
            return null;
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
