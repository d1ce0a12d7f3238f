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
package io.github.camelseedance.callback;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackBodyTest {
    private static String taskId(String body) {
        return CallbackBody.taskId(body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'id':'task-1','status':'completed','results':['https://x/id']} | task-1",
                "{'task_id':'task-1'} | task-1",
                "{'id':'event-1','task_id':'task-1'} | task-1",
                "{'data':{'id':'task-1'}} | task-1",
                "{'id':'event-1','data':{'task_id':'task-1','id':7}} | task-1",
                "{'id':'task-1','data':{'x':{'id':'other'}}} | task-1",
                "{'id':'task-1','data':null} | task-1",
                "{'x':[{'id':'other'}],'id':'task-1'} | task-1",
            })
    void namesATask(String body, String taskId) {
        assertThat(taskId(body.replace('\'', '"'))).isEqualTo(taskId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "'task-1'",
                "['id','task-1']",
                "[{'id':'task-1'}]",
                "{}",
                "{'id':7}",
                "{'id':null}",
                "{'id':['task-1']}",
                "{'id':{'id':'task-1'}}",
                "{'id':''}",
                "{'id':'..'}",
                "{'id':'../../credits'}",
                "{'id':'a b'}",
                "{'id':'a\\u0000b'}",
                "{'id':'\\ud83d\\ude00'}",
                "{'data':[{'id':'task-1'}]}",
                "{'data':{'data':{'id':'task-1'}}}",
                "{'id':'task-1','id':'task-2'}",
                "{'id':'task-1'} {}",
                "{'id':'task-1'}]",
                "{'id':'task-1'",
                "{'id':'task-1',}",
                "{id:'task-1'}",
                "id=task-1",
                "<id>task-1</id>",
                "\u0000",
            })
    void namesNone(String body) {
        assertThat(taskId(body.replace('\'', '"'))).isNull();
    }

    @Test
    void namesNoneWhenItIsTooDeepOrTooLong() {
        assertThat(taskId("{\"id\":\"" + "x".repeat(129) + "\"}")).isNull();
        assertThat(taskId("{\"x\":" + "[".repeat(500_000))).isNull();
        assertThat(taskId("{\"x\":" + "{\"x\":".repeat(100_000))).isNull();
        assertThat(taskId("{\"" + "x".repeat(900_000) + "\":1,\"id\":\"task-1\"}")).isNull();
    }

    @Test
    void namesOfAStrangerTakeNoMemory() {
        StringBuilder body = new StringBuilder("{\"id\":\"task-1\"");
        for (int i = 0; body.length() < 1_000_000; i++) {
            body.append(",\"n").append(Integer.toString(i, 36)).append("\":1");
        }
        byte[] bytes = body.append('}').toString().getBytes(UTF_8);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        String taskId = CallbackBody.taskId(bytes);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(9 * 1024 * 1024);
        assertThat(taskId).isEqualTo("task-1");
    }

    @Test
    void neverFails() {
        Random random = new Random(4711);
        for (int i = 0; i < 5000; i++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            garbage =
                    i % 2 == 0
                            ? garbage
                            : ("{\"id\":\"" + new String(garbage, UTF_8)).getBytes(UTF_8);
            assertThat(CallbackBody.taskId(garbage)).isNull();
        }
    }

    @Test
    void isReadUpToOneMebibyte() throws IOException {
        assertThat(CallbackBody.read(null)).hasValueSatisfying(b -> assertThat(b).isEmpty());
        assertThat(CallbackBody.read(new ByteArrayInputStream(new byte[CallbackBody.MAX_BYTES])))
                .hasValueSatisfying(b -> assertThat(b).hasSize(1024 * 1024));
        ByteArrayInputStream larger =
                new ByteArrayInputStream(new byte[CallbackBody.MAX_BYTES + 9]);
        assertThat(CallbackBody.read(larger)).isEmpty();
        assertThat(larger.available()).isEqualTo(8);
    }
}
