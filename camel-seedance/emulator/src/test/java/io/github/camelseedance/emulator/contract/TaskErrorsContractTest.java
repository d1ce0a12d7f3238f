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
package io.github.camelseedance.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The codes with which a task fails: each can be had, and none of them costs anything. */
class TaskErrorsContractTest extends Contract {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content_policy_violation",
                "invalid_parameters",
                "image_dimension_mismatch",
                "image_processing_error",
                "invalid_audio",
                "invalid_request",
                "request_cancelled",
                "service_error",
                "service_unavailable",
                "generation_timeout",
                "resource_exhausted",
                "quota_exceeded",
                "generation_failed_no_content",
                "unknown_error",
                "resource_not_found"
            })
    void fails(String code) throws Exception {
        service.faults().next(Phase.OUTCOME, Fault.failed(code));
        String id = created();
        assertThat(service.ledger().reserved()).isPositive();

        service.clock().advance(Duration.ofSeconds(165));

        Answer answer = get(TASKS + id);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("failed");
        assertThat(answer.text("/error/code")).isEqualTo(code);
        assertThat(answer.text("/error/message")).isNotBlank();
        assertThat(answer.text("/error/type")).isEqualTo("task_error");
        service.ledger().assertNothingCharged();
    }
}
