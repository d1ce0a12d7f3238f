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
package io.github.camelseedance.endurance.kill;

import io.github.camelseedance.endurance.Child;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The end of a run: nobody is killed any more, and all that is left has to come through. */
final class Finish {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Site site;

    Finish(Site site) {
        this.site = site;
    }

    /**
     * Lets the processes do what is left and end in an orderly way.
     *
     * @throws IllegalStateException when that takes too long
     */
    void end(List<Life> lives) {
        until(
                () -> lives.stream().allMatch(life -> site.waiting(life.node()).isEmpty()),
                "messages are left");
        Child first = lives.get(0).child();
        first.say("sweep");
        until(() -> open(first) == 0, "rows are left on their way");
        for (Life life : lives) {
            life.child().say("end");
            life.child().await("ended", ANSWER);
            life.child().close();
            life.learn();
        }
    }

    private static int open(Child child) {
        child.say("count");
        return Integer.parseInt(child.await("open", ANSWER));
    }

    private static void until(BooleanSupplier done, String otherwise) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("After " + LIMIT + " " + otherwise);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
