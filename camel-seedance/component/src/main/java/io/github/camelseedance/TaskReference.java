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
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Which task a message means: the body says it, else the header. */
final class TaskReference {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

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
        throw new SeedanceInvalidRequestException(
                List.of(
                        Violation.shape(
                                "task_id",
                                header == null ? text : header,
                                "name a task: a VideoTask or its id as the body, or its id in the"
                                        + " header "
                                        + SeedanceConstants.TASK_ID)));
    }

    private static String text(Message message) {
        Object body = message.getBody();
        boolean textual =
                body instanceof String || body instanceof byte[] || body instanceof InputStream;
        String text = textual ? message.getBody(String.class) : null;
        return text == null ? null : text.trim();
    }
}
