from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, customers, ownership and history."""

    name = "accounts"
