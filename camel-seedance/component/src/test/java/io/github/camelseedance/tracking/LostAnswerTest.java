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
package io.github.camelseedance.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.FailingTaskTable;
import io.github.camelseedance.repository.RowState;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A write whose answer is lost may have been committed: nobody has to wait for the lease that it
 * has left behind.
 */
class LostAnswerTest extends TrackingTestSupport {

    private void assertFails(CompletableFuture<?> submitting) {
        assertThat(submitting)
                .failsWithin(WAIT)
                .withThrowableThat()
                .withMessageContaining(FailingTaskTable.MESSAGE);
    }

    @Test
    void endThatAJoinerHasPerhapsTakenIsFreeWhenItsExchangeHasEnded() {
        TaskService node = consuming(node("node", LONG));
        insertEnded();
        table.failLate(1, row -> row.state() == RowState.ENDED);
        assertFails(node.submit(submission()));
        assertThat(row().owner()).isEqualTo("node/wait");
        node.exchangeEnded(KEY);

        Awaitility.await().until(() -> node.deliveries().claim(GROUP, 1).size() == 1);
    }

    @Test
    void endThatAnAwaitHasPerhapsTakenIsFreeWhenItHasFailed() {
        TaskService node = consuming(node("node", LONG));
        insertEnded();
        table.failLate(1, row -> row.state() == RowState.ENDED);
        assertFails(node.take(account, row().taskId()));

        Awaitility.await().until(() -> node.deliveries().claim(GROUP, 1).size() == 1);
    }
}
