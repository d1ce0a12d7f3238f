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
package io.github.camelseedance.emulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelseedance.emulator.account.Credential;
import io.github.camelseedance.emulator.api.ApiError;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.fault.ChangeFault;
import io.github.camelseedance.emulator.fault.ConnectionFault;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.fault.Subject;
import io.github.camelseedance.emulator.journal.RecordedRequest;
import io.github.camelseedance.emulator.task.TaskStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which fault a call meets, by what it is about. */
public final class FaultChoice {

    private static final Predicate<Fault> BEFORE_BODY =
            fault -> fault instanceof ConnectionFault.Reset reset && reset.isBeforeBody();

    private static final Predicate<Fault> OF_TASK = fault -> fault instanceof ChangeFault.OfTask;

    private final Faults faults;
    private final TaskStore tasks;

    public FaultChoice(Faults faults, TaskStore tasks) {
        this.faults = faults;
        this.tasks = tasks;
    }

    /** The reset that the call meets before its body, chosen by what its head tells. */
    public Optional<Fault> beforeBody(Route route, RecordedRequest head) {
        if (route.phase() == null) {
            return Optional.empty();
        }
        try {
            return faults.takeIf(route.phase(), subject(route.phase(), head), BEFORE_BODY);
        } catch (IllegalArgumentException e) {
            // a script that cannot be read is refused when the body is there
            return Optional.empty();
        }
    }

    /**
     * The fault that the call meets with its body.
     *
     * @throws ApiError 400 when a script that it carries cannot be read
     */
    public Fault of(Route route, RecordedRequest request) {
        Phase phase = route.phase();
        if (phase == null) {
            return Fault.none();
        }
        try {
            Subject subject = subject(phase, request);
            return switch (phase) {
                case CREATE -> ofCreate(subject, request);
                case BATCH -> ofBatch(subject, request.body());
                default -> take(phase, subject);
            };
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest(null, e.getMessage());
        }
    }

    private Fault take(Phase phase, Subject subject) {
        return faults.takeIf(phase, subject, BEFORE_BODY.negate()).orElse(Fault.none());
    }

    private Fault ofCreate(Subject head, RecordedRequest request) {
        byte[] body = request.body();
        Optional<JsonNode> json = Json.read(body);
        Subject subject =
                new Subject(
                        null,
                        text(json, "model"),
                        text(json, "prompt"),
                        head.createHeaders(),
                        Map.of());
        Credential credential = request.credential();
        String owner = credential == null ? null : credential.account().name();
        return faults.takeCreate(owner, subject, body, BEFORE_BODY.negate());
    }

    private static String text(Optional<JsonNode> json, String field) {
        return json.map(object -> object.path(field).textValue()).orElse(null);
    }

    /**
     * What is scripted for one of its tasks, and concerns more than that task's entry, is first.
     */
    private Fault ofBatch(Subject call, byte[] body) {
        JsonNode ids = Json.read(body).map(json -> json.path("task_ids")).orElse(Json.object());
        for (JsonNode id : ids) {
            Optional<Fault> fault =
                    tasks.subject(id.asText())
                            .flatMap(
                                    task -> faults.takeChosen(Phase.BATCH, task, OF_TASK.negate()));
            if (fault.isPresent()) {
                return fault.get();
            }
        }
        return take(Phase.BATCH, call);
    }

    /**
     * What a batch says of one of its tasks, as the faults that are chosen for this task leave it:
     * those of a batch and those of a status read.
     */
    JsonNode entry(String id, JsonNode entry) {
        return tasks.subject(id)
                .flatMap(
                        task ->
                                faults.takeChosen(Phase.BATCH, task, OF_TASK)
                                        .or(() -> faults.takeChosen(Phase.STATUS, task, OF_TASK)))
                .map(fault -> Changes.ofTask((ChangeFault.OfTask) fault, entry))
                .orElse(entry);
    }

    private Subject subject(Phase phase, RecordedRequest request) {
        return switch (phase) {
            case CREATE -> new Subject(null, null, null, request.headers(), Map.of());
            case STATUS -> ofTask(TaskActions.taskId(request.path()), request);
            case DOWNLOAD -> ofTask(MediaAction.taskId(request.path()), request);
            default -> new Subject(null, null, null, Map.of(), request.headers());
        };
    }

    private Subject ofTask(String id, RecordedRequest request) {
        Subject task = tasks.subject(id).orElse(new Subject(id, null, null, Map.of(), Map.of()));
        return new Subject(
                id, task.model(), task.prompt(), task.createHeaders(), request.headers());
    }
}
