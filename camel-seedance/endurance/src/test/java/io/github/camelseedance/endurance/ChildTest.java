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
package io.github.camelseedance.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Says hello, and then the echo of what it hears. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] words) throws InterruptedException {
            Parent.listen(line -> Parent.say("heard " + line));
            Parent.say("hello " + words[0]);
            Thread.currentThread().join();
        }
    }

    @Test
    void talksUntilItIsKilled() {
        try (Child child = Child.start("echo", Echo.class, List.of("you"))) {
            assertThat(child.await("hello", LIMIT)).isEqualTo("you");
            child.say("this");
            assertThat(child.await("heard", LIMIT)).isEqualTo("this");
            child.kill();
            assertThat(child.isAlive()).isFalse();
            assertThatThrownBy(() -> child.await("heard", LIMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("echo said no 'heard' before it ended");
        }
    }
}
