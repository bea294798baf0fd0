//Maya ASCII 2025 scene
//Name: redshift_aovs.ma
//Codeset: UTF-8
requires maya "2025";
requires -nodeType "RedshiftOptions" -nodeType "RedshiftAOV" "redshift4maya" "3.5.19";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "shotCam";
createNode camera -n "shotCamShape" -p "shotCam";
	setAttr -k off ".v";
createNode RedshiftOptions -s -n "redshiftOptions";
	setAttr ".imageFormat" 2;
createNode RedshiftAOV -n "rsAov_Depth";
	setAttr ".name" -type "string" "Z";
createNode RedshiftAOV -n "rsAov_Diffuse";
	setAttr ".name" -type "string" "Diffuse";
	setAttr ".filePrefix" -type "string" "<BeautyPath>/<RenderPass>/<BeautyFile>_<RenderPass>";
	setAttr ".lightGroupList" -type "string" "key fill";
createNode RedshiftAOV -n "rsAov_Specular";
	setAttr ".name" -type "string" "Spec";
	setAttr ".filePrefix" -type "string" "aovs/<Camera>_<RenderPass>";
	setAttr ".allLightGroups" yes;
createNode RedshiftAOV -n "rsAov_Off";
	setAttr ".name" -type "string" "Off";
	setAttr ".enabled" no;
	setAttr ".allLightGroups" yes;
select -ne :defaultRenderGlobals;
	setAttr ".ren" -type "string" "redshift";
	setAttr ".ifp" -type "string" "<RenderLayer>/<Scene>";
// End of redshift_aovs.ma
