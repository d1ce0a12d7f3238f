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
package io.github.camelseedance.emulator.http;

import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.journal.Answer;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.service.Reply;
import java.time.Duration;

/** A way back to a client on which the journal is told what goes out, before it does. */
final class NotedWire implements Wire {

    private final Wire wire;
    private final Journal.Entry entry;
    private final Fault fault;

    NotedWire(Wire wire, Journal.Entry entry, Fault fault) {
        this.wire = wire;
        this.entry = entry;
        this.fault = fault;
    }

    private void note(int status) {
        entry.answered(status, fault instanceof Fault.None ? "" : fault.text());
    }

    @Override
    public void send(Reply reply) {
        note(reply.status());
        wire.send(reply);
    }

    @Override
    public void sendAnnouncing(Reply reply, long length) {
        note(reply.status());
        wire.sendAnnouncing(reply, length);
    }

    @Override
    public void drip(Reply reply, int bytes, Duration pause) {
        note(reply.status());
        wire.drip(reply, bytes, pause);
    }

    @Override
    public void reset() {
        note(Answer.NONE);
        wire.reset();
    }

    @Override
    public void hang() {
        note(Answer.NONE);
        wire.hang();
    }
}
