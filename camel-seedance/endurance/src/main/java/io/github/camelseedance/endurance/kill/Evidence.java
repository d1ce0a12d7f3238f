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

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.account.Ledger;
import io.github.camelseedance.emulator.journal.Answer;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.repository.RowState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in a key's life a kill has fallen: by what the service has seen and what the killed process
 * had said, both of which outlive it.
 */
final class Evidence {
    private final Life life;
    private final Map<String, String> paid = new HashMap<>();
    private final Map<String, RecordedRequest> creates = new HashMap<>();

    /**
     * @param life that was killed
     */
    Evidence(SeedanceEmulator service, Life life) {
        this.life = life;
        for (Ledger.Entry entry : service.ledger().entries()) {
            if (entry.kind() == Ledger.Kind.RESERVE) {
                paid.put(entry.idempotencyKey(), entry.taskId());
            }
        }
        List<RecordedRequest> all = service.journal().creates();
        for (RecordedRequest create : all.subList(life.creates(), all.size())) {
            creates.put(create.header("Idempotency-Key"), create);
        }
    }

    /** Whether the kill has fallen in this phase of this key. */
    boolean shows(Phase phase, String key) {
        RowState written = life.written(key);
        RowState begun = life.begun(key);
        RecordedRequest create = creates.get(key);
        String task = paid.get(key);
        return switch (phase) {
            case BEFORE_POST ->
                    create == null
                            && (written == RowState.PREPARED
                                    || written == RowState.SENDING
                                    || begun == RowState.SENDING);
            case BEFORE_ANSWER ->
                    create != null && task != null && !answered(create) && !isRecorded(written);
            case BEFORE_RECORD -> create != null && answered(create) && !isRecorded(written);
            case WAITING ->
                    written == RowState.ACCEPTED || (begun == RowState.ENDED && written == null);
            case BEFORE_ROUTE -> written == RowState.CLAIMED && !life.hasDelivered(task);
            case BEFORE_CONFIRM -> life.hasDelivered(task) && written != RowState.DELIVERED;
            case ANY_TIME -> true;
        };
    }

    /** Whether this process has written a task id. */
    private static boolean isRecorded(RowState written) {
        return written != null && written != RowState.PREPARED && written != RowState.SENDING;
    }

    private static boolean answered(RecordedRequest create) {
        return create.answer() != null && create.answer().status() != Answer.NONE;
    }

    /** A key whose task was created while the answer is kept back, or null. */
    String heldBack() {
        return creates.keySet().stream()
                .filter(key -> paid.containsKey(key) && !answered(creates.get(key)))
                .findFirst()
                .orElse(null);
    }
}
