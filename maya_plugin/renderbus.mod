+ MAYAVERSION:2022 renderbus 0.1.0 .
+ MAYAVERSION:2023 renderbus 0.1.0 .
+ MAYAVERSION:2024 renderbus 0.1.0 .
+ MAYAVERSION:2025 renderbus 0.1.0 .
+ MAYAVERSION:2026 renderbus 0.1.0 .
+ MAYAVERSION:2027 renderbus 0.1.0 .
