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
package io.github.camelseedance.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The clock: look at it, freeze it, let it run, move it on. */
final class ClockCalls {

    private static final String PATH = ControlApi.PREFIX + "clock";

    private final EmulatorClock clock;

    ClockCalls(EmulatorClock clock) {
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, call -> json(clock)),
                Endpoint.json("PUT", PATH, this::set),
                new Endpoint("POST", PATH + "/advance", this::advance));
    }

    static JsonNode json(EmulatorClock clock) {
        double speed = clock.speed();
        return Json.object()
                .put("now", clock.now().toString())
                .put("speed", speed)
                .put("frozen", speed == 0);
    }

    private JsonNode set(Call call) {
        Fields fields = call.fields("frozen", "speed");
        boolean frozen = fields.has("frozen") && fields.flag("frozen");
        if (!fields.has("frozen") && !fields.has("speed")) {
            throw ControlError.badRequest(
                    "Give {\"frozen\":true}, or {\"speed\":10} to let the clock run");
        }
        if (!frozen) {
            clock.run(fields.has("speed") ? speed(fields) : 1);
        } else if (fields.has("speed")) {
            throw ControlError.badRequest("A frozen clock has no speed; give one of the two");
        } else {
            clock.freeze();
        }
        return json(clock);
    }

    private static double speed(Fields fields) {
        double speed = fields.number("speed");
        if (speed == 0) {
            throw ControlError.badRequest(
                    "speed is 0 but must be above 0; {\"frozen\":true} stops the clock");
        }
        return speed;
    }

    /** On a thread of its own: the clock waits for what an advance sets off, such as callbacks. */
    private CompletionStage<ControlReply> advance(Call call) {
        Duration by = call.fields("by").duration("by");
        if (by.isNegative() || by.compareTo(EmulatorClock.MAX_ADVANCE) > 0) {
            throw ControlError.badRequest(
                    "by is "
                            + by
                            + " but the clock only goes forward, and at most "
                            + EmulatorClock.MAX_ADVANCE.toDays()
                            + " days at once");
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    clock.advance(by);
                    return ControlReply.json(json(clock));
                },
                ClockCalls::start);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "seedance-emulator-advance");
        thread.setDaemon(true);
        thread.start();
    }
}
