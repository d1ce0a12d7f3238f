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
package io.github.camelseedance.benchmark;

import io.github.camelseedance.benchmark.Connection.Answer;
import java.io.IOException;

/** The calls of the benchmarks; each fails when its answer is not the expected one. */
final class Calls {

    private Calls() {}

    /** Creates a task and gives its id. */
    static String create(Connection connection, String more) throws IOException {
        String body =
                "{\"model\":\"seedance-2.0-image-to-video\",\"prompt\":\"Wind in the grass\","
                        + "\"image_urls\":[\"https://example.com/grass.jpg\"]"
                        + more
                        + "}";
        return text(expect(200, connection.post("/v1/videos/generations", body)), "\"id\":\"");
    }

    static String status(Connection connection, String id) throws IOException {
        return expect(200, connection.get("/v1/tasks/" + id));
    }

    static String expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("Expected " + status + " instead of " + answer);
        }
        return answer.body();
    }

    /** What stands between the given beginning and the next quotation mark. */
    static String text(String json, String beginning) {
        int at = json.indexOf(beginning);
        if (at < 0) {
            throw new IllegalStateException("No " + beginning + " in " + json);
        }
        int from = at + beginning.length();
        return json.substring(from, json.indexOf('"', from));
    }
}
