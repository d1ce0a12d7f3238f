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
package io.github.camelseedance.media;

import io.github.camelseedance.api.http.Account;
import io.github.camelseedance.api.http.SeedanceClient;
import io.github.camelseedance.api.http.Upload;

import java.util.concurrent.CompletionStage;

/**
 * Publishes images by the service's own file upload, on one account. The links live for 72 hours,
 * and the account has a limited number of places for files.
 */
public final class ServiceImagePublisher implements ImagePublisher {
    private final SeedanceClient client;
    private final Account account;

    /**
     * @param client is used and never closed here
     * @param account whose key pays and whose places are used
     */
    public ServiceImagePublisher(SeedanceClient client, Account account) {
        this.client = client;
        this.account = account;
    }

    @Override
    public CompletionStage<String> publish(LocalImage image) {
        return client.upload(
                account,
                new Upload(image.name(), image.contentType(), image.length(), image.content()));
    }
}
