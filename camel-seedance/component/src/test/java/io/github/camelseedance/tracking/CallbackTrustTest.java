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

import io.github.camelseedance.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallbackTrustTest {
    private final CallbackTrust trust = new CallbackTrust("studio");
    private final CapturedLog log = CapturedLog.withInfo(CallbackTrust.class);

    @AfterEach
    void close() {
        log.close();
    }

    private boolean miss(String key) {
        trust.endFound(key);
        return trust.timeOver(key);
    }

    @Test
    void threeMissingCallbacksInARowEndTheTrust() {
        assertThat(miss("a")).isFalse();
        assertThat(miss("b")).isFalse();
        assertThat(trust.isTrusted()).isTrue();
        assertThat(miss("c")).isTrue();

        assertThat(trust.isTrusted()).isFalse();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("studio", "3 tasks", "callbackBaseUrl", "nothing is lost");
    }

    @Test
    void lossOfTrustIsToldOnce() {
        for (String key : new String[] {"a", "b", "c"}) {
            miss(key);
        }

        assertThat(miss("d")).isFalse();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void nextCallbackBringsTheTrustBack() {
        for (String key : new String[] {"a", "b", "c"}) {
            miss(key);
        }
        trust.confirmed();

        assertThat(trust.isTrusted()).isTrue();
        assertThat(log.lines()).hasSize(2).last().asString().contains("studio", "come again");
        assertThat(miss("f")).isFalse();
    }

    @Test
    void callbackThatComesAfterTheReadIsNotMissing() {
        miss("a");
        miss("b");
        trust.endFound("c");
        trust.received("c");

        assertThat(trust.timeOver("c")).isFalse();
        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void callbackThatIsConfirmedBreaksTheRow() {
        miss("a");
        miss("b");
        trust.confirmed();
        miss("d");
        miss("e");

        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void callbackThatIsRepeatedSaysNothing() {
        miss("a");
        miss("b");
        trust.received("a");
        miss("c");
        trust.received("a");

        assertThat(trust.isTrusted()).isFalse();
    }

    @Test
    void lossesInQuickSuccessionAreToldOnce() {
        for (int i = 0; i < 300; i++) {
            miss("key-" + i);
            if (i % 3 == 2) {
                assertThat(trust.isTrusted()).isFalse();
                trust.confirmed();
            }
        }

        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void endThatOthersHaveFoundFirstBreaksTheRow() {
        miss("a");
        miss("b");
        trust.endedElsewhere();
        miss("c");

        assertThat(trust.isTrusted()).isTrue();
    }
}
