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

import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.callback.Callbacks;
import io.github.camelseedance.emulator.clock.EmulatorClock;
import io.github.camelseedance.emulator.fault.Faults;
import io.github.camelseedance.emulator.journal.Journal;
import io.github.camelseedance.emulator.task.Prices;
import io.github.camelseedance.emulator.task.Tasks;
import io.github.camelseedance.emulator.video.VideoLibrary;

/**
 * What can be looked at and steered.
 *
 * @param reset makes the emulator as new
 */
public record Controls(
        EmulatorClock clock,
        Tasks tasks,
        VideoLibrary videos,
        Accounts accounts,
        Prices prices,
        Journal journal,
        Callbacks callbacks,
        Faults faults,
        Runnable reset) {}
