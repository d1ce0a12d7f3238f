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

import io.github.camelseedance.repository.RowState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Where in a task's life a kill falls. */
enum Phase {
    /** The intent is on record, nothing was sent. */
    BEFORE_POST("before the POST"),
    /** The service has got the request and has created the task. */
    BEFORE_ANSWER("between POST and answer"),
    /** The answer has arrived, the task's id is not on record. */
    BEFORE_RECORD("between answer and record"),
    /** The task is on record, its end is not. */
    WAITING("while waiting"),
    /** The end is claimed, the route has not taken it. */
    BEFORE_ROUTE("between claim and route"),
    /** The route has taken the end, the row does not say so. */
    BEFORE_CONFIRM("between route and confirm"),
    /** Whenever it happens. */
    ANY_TIME("at any time");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** One way to kill in this phase; null where no stop is needed. */
    StopPoint stop(Random random) {
        Kind kind = random.nextBoolean() ? Kind.SUBMIT : Kind.GENERATE;
        return switch (this) {
            case BEFORE_POST ->
                    switch (random.nextInt(3)) {
                        case 0 -> StopPoint.after(RowState.PREPARED, kind);
                        case 1 -> StopPoint.before(RowState.SENDING, kind);
                        default -> StopPoint.after(RowState.SENDING, kind);
                    };
            case BEFORE_RECORD -> StopPoint.before(RowState.ACCEPTED, kind);
            case WAITING -> random.nextBoolean() ? StopPoint.before(RowState.ENDED, kind) : null;
            case BEFORE_ROUTE -> StopPoint.after(RowState.CLAIMED, Kind.SUBMIT);
            case BEFORE_CONFIRM -> StopPoint.before(RowState.DELIVERED, kind);
            case BEFORE_ANSWER, ANY_TIME -> null;
        };
    }

    /** So many phases: each equally often in an order by chance, and a third at any time. */
    static List<Phase> plan(int kills, Random random) {
        List<Phase> aims = List.copyOf(EnumSet.complementOf(EnumSet.of(ANY_TIME)));
        int aimed = Math.max(aims.size(), kills - kills / 3);
        List<Phase> plan = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            plan.add(i < aimed ? aims.get(i % aims.size()) : ANY_TIME);
        }
        Collections.shuffle(plan, random);
        return plan;
    }

    @Override
    public String toString() {
        return text;
    }
}
